import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { language, say } from '../language/language.ts';
import { useSessionState } from '../session/session.ts';
import { examples } from './all.ts';
import { fit } from './fit.ts';
import { type Example, type Group, groups } from './read-example.ts';

/** The example operations by user group; a click opens one in a new tab, about the session's own subject. */
export function ExamplePanel() {
  const open = useOpenExample();
  return (
    <section className="examples" aria-label={say('示例', 'Examples')}>
      <h2>{say('示例', 'Examples')}</h2>
      <p className="examples-hint">
        {say('在新标签页打开。数据均为虚构。', 'Each opens in a new tab. All data is fictional.')}
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
                onClick={() => open(example)}
              >
                <strong>{example.title[language]}</strong>
                <span>{example.about[language]}</span>
              </button>
            ))}
        </section>
      ))}
    </section>
  );
}

function useOpenExample(): (example: Example) => void {
  const { session } = useSessionState();
  const actions = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  return (example) => {
    const { query, variables } = fit(example, session);
    actions.addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
}

const nameOf: { readonly [group in Group]: string } = {
  clerk: say('窗口人员', 'Clerks at the window'),
  analyst: say('分析人员', 'Analysts'),
  department: say('部门发布者', 'Departments'),
  bureau: say('数据局与审计', 'Data bureau and auditors'),
  explorer: say('探索者', 'Explorers'),
};
