import './legend.css';
import { useGraphiQL } from '@graphiql/react';
import { useEffect, useMemo, useState } from 'react';
import { language, say } from '../language/language.ts';
import { Mark } from '../mark/mark.tsx';
import { useProvenance } from '../session/provenance.ts';
import { locate } from './locate.ts';
import { type Note, notesOf, placeOf } from './notes.ts';

/** Below an answer: what of it was masked or denied or is missing, and why. A click leads to the field. */
export function Legend() {
  const provenance = useProvenance();
  const text = useResponse();
  const notes = useMemo(() => notesOf(parsed(text)), [text]);
  const lead = useLead();
  if (notes.length === 0) return null;
  return (
    <details className="legend" open>
      <summary>
        {say('本次答复', 'This answer')}
        {counted(notes).map(([kind, count]) => (
          <Mark key={kind} kind={kind} count={count} />
        ))}
        {!provenance && (
          <span className="legend-hint">
            {say('勾选“附数据来源”可看哪些已脱敏', 'Switch provenance on to see what was masked')}
          </span>
        )}
      </summary>
      <ul>
        {notes.map((note) => (
          <li key={`${note.kind} ${placeOf(note.path)} ${note.why.en}`}>
            <button type="button" onClick={() => lead(note)} disabled={note.path === null}>
              <Mark kind={note.kind} />
              <span>
                {note.path && <code>{placeOf(note.path)}</code>}
                {note.count > 1 && <b> ×{note.count}</b>} {note.why[language]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The answer in the response editor, another with each run and each tab. */
function useResponse(): string {
  const editor = useGraphiQL((state) => state.responseEditor);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!editor) return;
    const read = () => setText(editor.getValue());
    read();
    const reading = editor.onDidChangeModelContent(read);
    return () => reading.dispose();
  }, [editor]);
  return text;
}

function useLead(): (note: Note) => void {
  const editor = useGraphiQL((state) => state.responseEditor);
  return ({ path }) => {
    const model = editor?.getModel();
    if (!path || !editor || !model) return;
    const { from, to } = locate(model.getValue(), ['data', ...path]);
    const start = model.getPositionAt(from);
    const end = model.getPositionAt(to);
    editor.setSelection({
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    });
    editor.revealPositionInCenterIfOutsideViewport(start);
    editor.focus();
  };
}

function counted(notes: readonly Note[]): readonly (readonly [Note['kind'], number])[] {
  const counts = new Map<Note['kind'], number>();
  for (const { kind, count } of notes) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
