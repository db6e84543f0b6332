import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { language, say } from '../language/language.ts';
import { ownMatter, type Persona } from '../session/issuer.ts';
import { actAs, noPurpose, purposeOf, useSessionState } from '../session/session.ts';
import { examples } from './all.ts';
import { fit } from './fit.ts';
import { type Example, type Group, groups } from './read-example.ts';

/**
 * The example operations by user group; a click opens one in a new tab, as the persona and for the matter that it names,
 * about that persona's own subject.
 */
export function ExamplePanel() {
  const { personas } = useSessionState();
  const open = useOpenExample();
  return (
    <section className="examples" aria-label={say('示例', 'Examples')}>
      <h2>{say('示例', 'Examples')}</h2>
      <p className="examples-hint">
        {personas
          ? say(
              '在新标签页打开，并换成所列的身份和事项。数据均为虚构。',
              'Each opens in a new tab, as the persona and for the matter named. All data is fictional.',
            )
          : say('在新标签页打开。数据均为虚构。', 'Each opens in a new tab. All data is fictional.')}
      </p>
      {groups.map((group) => (
        <section key={group}>
          <h3>{nameOf[group]}</h3>
          {examples
            .filter((example) => example.group === group)
            .map((example) => (
              <button
                key={example.name}
                type="button"
                data-example={example.name}
                data-as={example.persona}
                onClick={() => open(example)}
              >
                <strong>{example.title[language]}</strong>
                <span>{example.about[language]}</span>
                <span className="example-as">{asOf(example, personas)}</span>
              </button>
            ))}
        </section>
      ))}
    </section>
  );
}

function useOpenExample(): (example: Example) => void {
  const { session, personas } = useSessionState();
  const actions = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  return (example) => {
    const current = session.kind === 'persona' ? session.persona : null;
    const named = personaOf(example, personas);
    const { query, variables } = fit(example, named ?? current);
    actions.addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    // Only after the new tab is open, so that the headers and the subject of the one before stay as they are.
    if (named) void actAs(named, example.matter === null ? noPurpose : purposeOf(named, example.matter));
  };
}

function personaOf(example: Example, personas: readonly Persona[] | null): Persona | undefined {
  return personas?.find(({ persona }) => persona === example.persona);
}

/** As whom and for what an example is useful. */
function asOf(example: Example, personas: readonly Persona[] | null): string {
  const persona = personaOf(example, personas);
  const matter = example.matter ?? say('无事项', 'no matter');
  if (!persona) return matter;
  return `${persona.name} · ${example.matter === persona.matter ? ownMatter(persona) : matter}`;
}

const nameOf: { readonly [group in Group]: string } = {
  clerk: say('窗口人员', 'Clerks at the window'),
  analyst: say('分析人员', 'Analysts'),
  department: say('部门发布者', 'Departments'),
  bureau: say('数据局与审计', 'Data bureau and auditors'),
  explorer: say('探索者', 'Explorers'),
};
