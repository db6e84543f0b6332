/** One of these sets is needed, and all of that set. */
export type Alternatives = readonly (readonly string[])[];

/** What a caller needs: every one of its parts. */
export type Requirement = {
  readonly authenticated: boolean;
  readonly scopes: readonly Alternatives[];
  readonly policies: readonly Alternatives[];
};

/** What a caller has, as far as requirements ask. */
export type Rights = {
  readonly isAuthenticated: boolean;
  readonly scopes: readonly string[];
  readonly meetsPolicy: (name: string) => boolean;
};

/** Why a requirement is not met; `missing` would be enough, and no alternative of a part lacks fewer. */
export type Unmet =
  | { readonly kind: 'UNAUTHENTICATED' }
  | { readonly kind: 'SCOPES'; readonly missing: readonly string[] }
  | { readonly kind: 'POLICY'; readonly missing: readonly string[] };

/** The first thing that these rights lack, in the order of the directives' cost: authentication, scopes, policies. */
export function unmet({ authenticated, scopes, policies }: Requirement, rights: Rights): Unmet | null {
  if (authenticated && !rights.isAuthenticated) return { kind: 'UNAUTHENTICATED' };
  const missingScopes = lacking(scopes, (name) => rights.scopes.includes(name));
  if (missingScopes) return { kind: 'SCOPES', missing: missingScopes };
  const missingPolicies = lacking(policies, rights.meetsPolicy);
  return missingPolicies && { kind: 'POLICY', missing: missingPolicies };
}

/** All of these at once; parts that say the same are kept once. */
export function allOf(requirements: readonly Requirement[]): Requirement {
  return {
    authenticated: requirements.some(({ authenticated }) => authenticated),
    scopes: distinct(requirements.flatMap(({ scopes }) => scopes)),
    policies: distinct(requirements.flatMap(({ policies }) => policies)),
  };
}

/** Whether anyone meets it. */
export function isNothing({ authenticated, scopes, policies }: Requirement): boolean {
  return !authenticated && scopes.length === 0 && policies.length === 0;
}

/** The parts of `needed` that a caller who meets `met` may still lack. */
export function remainder(needed: Requirement, met: Requirement): Requirement {
  return {
    authenticated: needed.authenticated && !met.authenticated,
    scopes: needed.scopes.filter((part) => !isImplied(part, met.scopes)),
    policies: needed.policies.filter((part) => !isImplied(part, met.policies)),
  };
}

function lacking(parts: readonly Alternatives[], has: (name: string) => boolean): readonly string[] | null {
  const short = parts
    .map((part) => part.map((set) => set.filter((name) => !has(name))))
    .filter((part) => part.every((missing) => missing.length > 0));
  if (short.length === 0) return null;
  const fewest = short.flatMap((part) => part.toSorted((one, other) => one.length - other.length)[0] ?? []);
  return [...new Set(fewest)];
}

function distinct(parts: readonly Alternatives[]): readonly Alternatives[] {
  return [...new Map(parts.map((part) => [keyOf(part), part])).values()];
}

function keyOf(part: Alternatives): string {
  return JSON.stringify(part.map((set) => JSON.stringify(set.toSorted())).toSorted());
}

/**
 * Whether whoever meets all of `met` meets `part`: by one part of it alone, as nearly always, or by several together. For
 * the latter looks for a caller who doesn't: one set of each part of `met`, of which only the names in `part` matter. A part
 * that has a set without any of them is no help and drops out, so that little is left to search; where much is left all the
 * same, the answer is no, which refuses more.
 */
function isImplied(part: Alternatives, met: readonly Alternatives[]): boolean {
  const grants = (held: ReadonlySet<string>) => part.some((set) => set.every((name) => held.has(name)));
  if (met.some((each) => each.every((set) => grants(new Set(set))))) return true;
  const names = new Set(part.flat());
  const helpful = distinct(met.map((each) => each.map((set) => set.filter((name) => names.has(name)))))
    .filter((each) => each.every((set) => set.length > 0))
    .toSorted((one, other) => one.length - other.length);
  let steps = 0;
  const escapes = (held: ReadonlySet<string>, rest: readonly Alternatives[]): boolean => {
    if (grants(held)) return false;
    const [first, ...others] = rest;
    if (!first || ++steps > maxSteps) return true;
    return first.some((set) => escapes(new Set([...held, ...set]), others));
  };
  return !escapes(new Set(), helpful);
}

const maxSteps = 10_000;
