import { useGraphiQL, useMonaco } from '@graphiql/react';
import { useEffect } from 'react';

/** Names of the editors' colour themes, as GraphiQL wants them. */
export const editorTheme = { light: 'tongcha-light', dark: 'tongcha-dark' };

/** Sets the editors in smaller type than GraphiQL does, and wraps their lines: halls have small screens. */
export function useEditorType(): void {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const monaco = useMonaco((state) => state.monaco);
  useEffect(() => {
    const type = {
      fontSize: 13.5,
      lineHeight: 21,
      fontFamily: '"Fira Code", "Noto Sans Mono CJK SC", monospace',
    };
    for (const editor of [variableEditor, headerEditor]) editor?.updateOptions(type);
    for (const editor of [queryEditor, responseEditor]) editor?.updateOptions({ ...type, wordWrap: 'on' });
    // Monaco measures letters once: before our font has come they are narrower, and wrapped lines would end outside.
    void document.fonts.load('13.5px "Fira Code"').then(() => monaco?.editor.remeasureFonts());
  }, [monaco, queryEditor, variableEditor, headerEditor, responseEditor]);
}

/** Tells Monaco our colours once it is loaded; its own are GraphiQL's pink. */
export function useEditorTheme(): void {
  const monaco = useMonaco((state) => state.monaco);
  const theme = useGraphiQL((state) => state.monacoTheme);
  useEffect(() => {
    if (!monaco) return;
    monaco.editor.defineTheme(editorTheme.light, {
      base: 'vs',
      inherit: true,
      colors: colours('#176b78', '#ffffff'),
      rules: [
        { token: 'keyword', foreground: '7a3e9d' },
        { token: 'key.identifier', foreground: '1f4e79' },
        { token: 'type.identifier', foreground: '9a5b13' },
        { token: 'argument.identifier', foreground: '0b7a5b' },
        { token: 'string', foreground: '176b3a' },
        { token: 'string.key.json', foreground: '1f4e79' },
        { token: 'string.value.json', foreground: '176b3a' },
        { token: 'number', foreground: '9a5b13' },
        { token: 'comment', foreground: '6b7785' },
      ],
    });
    monaco.editor.defineTheme(editorTheme.dark, {
      base: 'vs-dark',
      inherit: true,
      colors: colours('#63c5d2', '#1c2733'),
      rules: [
        { token: 'key.identifier', foreground: '9ccbee' },
        { token: 'argument.identifier', foreground: '7fd6b5' },
      ],
    });
    if (theme) monaco.editor.setTheme(theme);
  }, [monaco, theme]);
}

function colours(accent: string, surface: string): Record<string, string> {
  const wash = `${accent}1f`;
  return {
    'editor.background': '#ffffff00',
    'scrollbar.shadow': '#ffffff00',
    'scrollbarSlider.background': '#8a9ba83a',
    'scrollbarSlider.hoverBackground': '#8a9ba866',
    'scrollbarSlider.activeBackground': '#8a9ba888',
    'textLink.foreground': accent,
    'textLink.activeForeground': accent,
    'editorLink.activeForeground': accent,
    'editorHoverWidget.background': surface,
    'editorSuggestWidget.background': surface,
    'editorSuggestWidget.selectedBackground': wash,
    'editorSuggestWidget.selectedForeground': accent,
    'editorWidget.background': surface,
    'menu.background': surface,
    'menu.selectionBackground': wash,
    'menu.selectionForeground': accent,
    'quickInput.background': surface,
    'list.hoverBackground': wash,
    'list.highlightForeground': accent,
    focusBorder: accent,
  };
}
