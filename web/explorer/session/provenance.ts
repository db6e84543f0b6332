import { useSyncExternalStore } from 'react';

/** Whether answers say where each value came from (`x-provenance: include`); yes, unless switched off in this tab. */
let wanted = sessionStorage.getItem('tongcha:provenance') !== 'off';
const listeners = new Set<() => void>();

export function useProvenance(): boolean {
  return useSyncExternalStore(listen, () => wanted);
}

export function toggleProvenance(): void {
  wanted = !wanted;
  sessionStorage.setItem('tongcha:provenance', wanted ? 'on' : 'off');
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
