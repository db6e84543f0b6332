import { type GraphiQLPlugin } from '@graphiql/react';
import { say } from '../language/language.ts';
import { ExamplePanel } from './panel.tsx';

/** The examples as one of GraphiQL's side panels. */
export const examplesPlugin: GraphiQLPlugin = {
  title: say('示例', 'Examples'),
  icon: ExamplesIcon,
  content: ExamplePanel,
};

function ExamplesIcon() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <rect x="2.8" y="3" width="14.4" height="14" rx="2.4" />
      <path d="M6 7.2h.8M9 7.2h5M6 10h.8M9 10h5M6 12.8h.8M9 12.8h5" strokeLinecap="round" />
    </svg>
  );
}
