/** What was used last, up to so many bytes. A value larger than an eighth of them is not kept: it would drive out the rest. */
export type Recent<V> = {
  get(key: string): V | undefined;
  set(key: string, value: V, bytes: number): void;
  delete(key: string): void;
};

/** Keeps values by key, forgetting the least recently used first, so that the sum of their stated bytes is bounded. */
export function keepRecent<V>(maxBytes: number): Recent<V> {
  // A Map gives its keys in the order of their insertion: the first is the least recently used.
  const kept = new Map<string, Entry<V>>();
  let size = 0;
  let newest: Entry<V> | undefined;
  const forget = (key: string): void => {
    const entry = kept.get(key);
    if (!entry) return;
    size -= entry.bytes;
    kept.delete(key);
    if (entry === newest) newest = undefined;
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      if (found !== newest) {
        // Under its own key, not the text that it was asked by now: one would outlive the other for nothing.
        kept.delete(found.key);
        kept.set(found.key, found);
        newest = found;
      }
      return found.value;
    },
    set(key, value, bytes) {
      forget(key);
      if (bytes * 8 > maxBytes) return;
      const entry = { key, value, bytes };
      kept.set(key, entry);
      newest = entry;
      size += bytes;
      for (const oldest of kept.keys()) {
        if (size <= maxBytes) break;
        forget(oldest);
      }
    },
    delete: forget,
  };
}

type Entry<V> = { readonly key: string; readonly value: V; readonly bytes: number };
