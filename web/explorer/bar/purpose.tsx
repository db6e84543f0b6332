import { say } from '../language/language.ts';
import type { Session } from '../session/session.ts';

/** Why the session asks: matter and case, as far as they are known. */
export function Purpose({ session }: { session: Session }) {
  if (session.kind === 'nobody') return null;
  const { matter, case: number } = session.purpose;
  if (!matter) return <span className="purpose none">{say('未选事项', 'No matter chosen')}</span>;
  return (
    <span className="purpose">
      {say('事项', 'Matter')} <b>{matter}</b>
      {number && (
        <>
          {say('办件', 'Case')} <b>{number}</b>
        </>
      )}
    </span>
  );
}
