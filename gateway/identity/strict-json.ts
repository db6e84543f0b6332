/**
 * Parses JSON that gives no member of an object twice and nests at most `maxDepth` deep; throws a SyntaxError for any
 * other. Of two members of one name, one reader takes the first and another the last: a token must say one thing to all.
 */
export function parseStrictly(text: string, maxDepth: number): unknown {
  const value: unknown = JSON.parse(text);
  // What parses is well-formed, so that its strings, brackets and colons can be read off.
  const open: Set<string>[] = [];
  for (const [token, name, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (name !== undefined && colon !== undefined) addOnce(String(JSON.parse(name)), open.at(-1));
    if (open.length > maxDepth) throw new SyntaxError(`nested more than ${maxDepth} deep`);
  }
  return value;
}

function addOnce(name: string, members: Set<string> | undefined): void {
  if (members?.has(name)) throw new SyntaxError('a member is given twice');
  members?.add(name);
}
