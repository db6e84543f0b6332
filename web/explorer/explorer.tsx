import { useGraphiQL } from '@graphiql/react';
import type { Fetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { ask } from './ask.ts';
import { Bar } from './bar/bar.tsx';
import { useFilledSubject } from './example-panel/fill-subject.ts';
import { examplesPlugin } from './example-panel/plugin.tsx';
import { Legend } from './legend/legend.tsx';
import { placeOf } from './place.ts';
import { rightsPlugin } from './rights/plugin.tsx';
import { tellsRights } from './rights/rights-query.ts';
import { useFilledHeaders } from './session/fill-headers.ts';
import { useSessionState } from './session/session.ts';
import { storage } from './storage.ts';
import { editorTheme, useEditorTheme, useEditorType } from './theme.ts';

/** GraphiQL with a bar above it that says who asks and why. */
export function Explorer() {
  const { session } = useSessionState();
  const ownToken = session.kind === 'own' ? session.token : null;
  // GraphiQL reads the schema again whenever its fetcher is another one: the last token may have been refused.
  const fetcher = useMemo<Fetcher>(() => (operation, options) => ask(operation, options), [ownToken]);
  const [hasRights, setHasRights] = useState(false);
  return (
    <GraphiQL
      fetcher={fetcher}
      {...(session.kind === 'nobody' && { schema: null })}
      plugins={hasRights ? withRights : withoutRights}
      visiblePlugin={examplesPlugin}
      storage={storage}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      defaultEditorToolsVisibility="variables"
      defaultTheme="light"
      editorTheme={editorTheme}
      inputValueDeprecation
    >
      <GraphiQL.Logo> </GraphiQL.Logo>
      <GraphiQL.Footer>
        <Legend />
      </GraphiQL.Footer>
      <Chrome onSchema={setHasRights} />
    </GraphiQL>
  );
}

/** What needs GraphiQL's state but stands outside its box; says whether the schema lets one ask for one's rights. */
function Chrome({ onSchema }: { readonly onSchema: (tellsRights: boolean) => void }) {
  const schema = useGraphiQL((state) => state.schema);
  useEffect(() => onSchema(tellsRights(schema)), [schema, onSchema]);
  useEditorTheme();
  useEditorType();
  useFilledHeaders();
  useFilledSubject();
  return createPortal(<Bar />, placeOf('bar'));
}

const withoutRights = [examplesPlugin, HISTORY_PLUGIN];
const withRights = [examplesPlugin, rightsPlugin, HISTORY_PLUGIN];
