import { useEffect, useState } from 'react';
import { say } from '../language/language.ts';

type CodeFieldProps = {
  readonly id: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly placeholder: string;
  /** Told the new code once it is typed in full; undefined where the field was emptied. */
  readonly onCommit: (code: string | undefined) => void;
};

/** A code that is typed: taken over on Enter or on leaving the field, so that half a code is never sent. */
export function CodeField({ id, name, value = '', placeholder, onCommit }: CodeFieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (typed: string) => {
    const code = typed.trim();
    setText(code);
    if (code !== value) onCommit(code || undefined);
  };
  return (
    <span className="code-field">
      <input
        id={id}
        name={name}
        value={text}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
        onBlur={() => commit(text)}
        onKeyDown={({ key }) => key === 'Enter' && commit(text)}
      />
      {text && (
        <button type="button" className="empty" aria-label={say('清空', 'Empty')} onClick={() => commit('')}>
          ×
        </button>
      )}
    </span>
  );
}
