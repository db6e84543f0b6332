import { useId } from 'react';
import { say } from '../language/language.ts';
import { type Matter, useMatters } from '../session/matters.ts';
import { askFor, noPurpose, purposeOf, type Session, useSessionState } from '../session/session.ts';
import { CodeField } from './code-field.tsx';

/**
 * Why the session asks, always in sight: the matter, chosen from those that the session may use and typed where none are
 * told, and the case. Either can be left out.
 */
export function Purpose() {
  const { session, purpose } = useSessionState();
  const matters = useMatters();
  const id = useId();
  return (
    <div className="purpose" role="group" aria-label={say('查询目的', 'Purpose')}>
      <label htmlFor={`${id}-matter`}>{say('事项', 'Matter')}</label>
      {session.kind === 'persona' || matters.length > 0 ? (
        <select
          id={`${id}-matter`}
          name="matter"
          value={purpose.matter ?? ''}
          data-none={purpose.matter === undefined || undefined}
          onChange={({ target }) => askFor(purposeWith(target.value, session))}
        >
          <option value="">{say('不选事项', 'No matter')}</option>
          {withChosen(matters, purpose.matter, session).map(({ code, title }) => (
            <option key={code} value={code}>
              {title}
            </option>
          ))}
        </select>
      ) : (
        <CodeField
          id={`${id}-matter`}
          name="matter"
          value={purpose.matter}
          placeholder={say('事项编码', 'Matter code')}
          onCommit={(matter) => askFor({ ...purpose, matter })}
        />
      )}
      <label htmlFor={`${id}-case`}>{say('办件', 'Case')}</label>
      <CodeField
        id={`${id}-case`}
        name="case"
        value={purpose.case}
        placeholder={say('未填办件号', 'No case number')}
        onCommit={(number) => askFor({ ...purpose, case: number })}
      />
    </div>
  );
}

/** What is chosen, and the persona's own, are offered even before the gateway has told what the session may use. */
function withChosen(
  matters: readonly Matter[],
  chosen: string | undefined,
  session: Session,
): readonly Matter[] {
  const own = session.kind === 'persona' ? session.persona.matter : undefined;
  const others = new Set([chosen, own].filter((code) => code !== undefined));
  for (const { code } of matters) others.delete(code);
  return [...matters, ...[...others].map((code) => ({ code, title: code }))];
}

function purposeWith(matter: string, session: Session) {
  if (matter === '') return noPurpose;
  return session.kind === 'persona' ? purposeOf(session.persona, matter) : { matter, case: undefined };
}
