/** A place that index.html keeps for us. */
export function placeOf(id: 'bar' | 'explorer'): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}`);
  return element;
}
