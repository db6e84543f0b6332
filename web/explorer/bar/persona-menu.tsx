import { DropdownMenu } from '@graphiql/react';
import { say } from '../language/language.ts';
import { ownMatter, type Persona } from '../session/issuer.ts';
import { actAs, type Session } from '../session/session.ts';

/** Shows who asks, and lets the user become one of the development issuer's personas. */
export function PersonaMenu({ personas, session }: { personas: readonly Persona[]; session: Session }) {
  const current = session.kind === 'persona' ? session.persona : null;
  return (
    <DropdownMenu>
      <DropdownMenu.Button className="persona" aria-label={say('切换身份', 'Switch persona')}>
        {current ? <Who persona={current} /> : say('选择身份', 'Choose a persona')}
        <span className="chevron" aria-hidden="true" />
      </DropdownMenu.Button>
      <DropdownMenu.Content className="personas" align="start" sideOffset={6}>
        {personas.map((persona) => (
          <DropdownMenu.Item
            key={persona.persona}
            className="persona-item"
            data-current={persona === current || undefined}
            data-persona={persona.persona}
            onSelect={() => void actAs(persona)}
          >
            <Who persona={persona} />
            <span className="matter-code">{ownMatter(persona)}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  );
}

function Who({ persona }: { persona: Persona }) {
  return (
    <span className="who">
      <span className="who-name">
        {persona.name}
        <span className="who-title">{persona.title}</span>
      </span>
      <span className="who-org">{persona.orgName}</span>
    </span>
  );
}
