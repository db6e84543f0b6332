import './rights.css';
import { useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { language, say } from '../language/language.ts';
import { Mark } from '../mark/mark.tsx';
import { useMatters } from '../session/matters.ts';
import { useSessionState } from '../session/session.ts';
import { countOf, type Effect, effects, type Right, rightsByType } from './right.ts';
import { RightRow } from './right-row.tsx';
import { useRights } from './use-rights.ts';

/** What the session may see for its matter, field by field: searched by word, sifted by effect. */
export function RightsPanel() {
  const rights = useRights();
  return (
    <section className="rights" aria-label={say('我的权限', 'My rights')}>
      <h2>{say('我的权限', 'My rights')}</h2>
      <For />
      {rights.kind === 'asking' && <p className="hint">{say('正在查询 …', 'Asking …')}</p>}
      {rights.kind === 'refused' && (
        <p className="hint" role="alert">
          {rights.why[language]}
        </p>
      )}
      {rights.kind === 'told' && <List rights={rights.rights} />}
    </section>
  );
}

/** For what. */
function For() {
  const { purpose } = useSessionState();
  const title = useMatters().find(({ code }) => code === purpose.matter)?.title ?? purpose.matter;
  return (
    <p className="hint">
      {title
        ? [title, purpose.case].filter(Boolean).join(' · ')
        : say('没有选事项：只看得到无条件共享的字段。', 'No matter: only what is shared unconditionally.')}
    </p>
  );
}

function List({ rights }: { readonly rights: readonly Right[] }) {
  const [words, setWords] = useState('');
  const [effect, setEffect] = useState<Effect | null>(null);
  const schema = useGraphiQL((state) => state.schema);
  const types = rightsByType(rights, { words: words.trim(), effect });
  const isSifted = words.trim() !== '';
  return (
    <>
      <input
        type="search"
        value={words}
        placeholder={say('按名称或说明查找', 'Find by name or title')}
        aria-label={say('查找字段', 'Find a field')}
        onChange={({ target }) => setWords(target.value)}
      />
      <div className="effects" role="group" aria-label={say('按结果筛选', 'Sift by effect')}>
        {effects.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={effect === each}
            onClick={() => setEffect(effect === each ? null : each)}
          >
            <Mark kind={each} count={countOf(rights, each)} />
          </button>
        ))}
      </div>
      {types.length === 0 && <p className="hint">{say('没有找到', 'No results found')}</p>}
      {types.map(({ type, rights: own }) => (
        <details key={`${type} ${isSifted}`} open={isSifted}>
          <summary>
            <code>{type}</code> <span>{schema?.getType(type)?.description}</span> <b>{own.length}</b>
          </summary>
          <ul>
            {own.map((right) => (
              <RightRow key={right.path} right={right} />
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}
