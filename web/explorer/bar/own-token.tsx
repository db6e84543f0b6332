import { type FormEvent } from 'react';
import { say } from '../language/language.ts';
import { bringToken } from '../session/session.ts';

/** Where no issuer vouches for personas: the user's own token, matter and case. Kept in memory only. */
export function OwnToken() {
  return (
    <form className="own-token" onSubmit={submit} autoComplete="off">
      <input name="token" type="password" placeholder={say('粘贴访问令牌', 'Paste an access token')} />
      <input name="matter" placeholder={say('事项编码', 'Matter')} />
      <input name="case" placeholder={say('办件号', 'Case')} />
      <button type="submit">{say('使用', 'Use')}</button>
    </form>
  );
}

function submit(event: FormEvent<HTMLFormElement>): void {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  const token = typed(form, 'token')?.replace(/^Bearer\s+/i, '') ?? '';
  bringToken(token, { matter: typed(form, 'matter'), case: typed(form, 'case') });
}

function typed(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}
