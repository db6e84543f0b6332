import { type GraphiQLPlugin } from '@graphiql/react';
import { say } from '../language/language.ts';
import { RightsPanel } from './panel.tsx';

/** One's own rights as one of GraphiQL's side panels. */
export const rightsPlugin: GraphiQLPlugin = {
  title: say('我的权限', 'My rights'),
  icon: RightsIcon,
  content: RightsPanel,
};

function RightsIcon() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M10 2.4l6.4 2.3v4.8c0 4-2.6 6.8-6.4 8.1c-3.8-1.3-6.4-4.1-6.4-8.1V4.7z" />
      <path d="M7 10l2.2 2.2L13.2 8" />
    </svg>
  );
}
