import { type FormEvent } from 'react';
import { say } from '../language/language.ts';
import { bringToken } from '../session/session.ts';

/** Where no issuer vouches for personas: the user's own token. Kept in memory only. */
export function OwnToken() {
  return (
    <form className="own-token" onSubmit={submit} autoComplete="off">
      <input name="token" type="password" placeholder={say('粘贴访问令牌', 'Paste an access token')} />
      <button type="submit">{say('使用', 'Use')}</button>
    </form>
  );
}

function submit(event: FormEvent<HTMLFormElement>): void {
  event.preventDefault();
  const token = new FormData(event.currentTarget).get('token');
  bringToken(typeof token === 'string' ? token.trim().replace(/^Bearer\s+/i, '') : '');
}
