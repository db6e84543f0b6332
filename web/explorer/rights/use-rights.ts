import { useEffect, useState } from 'react';
import { askForSession } from '../ask.ts';
import type { Bilingual } from '../language/language.ts';
import { useSessionState, whoOf } from '../session/session.ts';
import type { Right } from './right.ts';
import { rightsQuery } from './rights-query.ts';

export type Rights =
  | { readonly kind: 'asking' }
  | { readonly kind: 'told'; readonly rights: readonly Right[] }
  | { readonly kind: 'refused'; readonly why: Bilingual };

/** The session's rights for its matter and case, asked anew whenever one of them changes. */
export function useRights(): Rights {
  const { session, purpose } = useSessionState();
  const [rights, setRights] = useState<Rights>({ kind: 'asking' });
  useEffect(() => {
    let isCurrent = true;
    setRights({ kind: 'asking' });
    void askRights(purpose.matter).then((told) => isCurrent && setRights(told));
    return () => {
      isCurrent = false;
    };
  }, [whoOf(session), purpose.matter, purpose.case]);
  return rights;
}

async function askRights(matter: string | undefined): Promise<Rights> {
  try {
    const { data, errors } = await askForSession<Answer>(rightsQuery, { matter: matter ?? null });
    if (data?.myRights) return { kind: 'told', rights: data.myRights };
    const en = errors?.[0]?.message ?? 'The gateway told no rights.';
    return { kind: 'refused', why: { zh: errors?.[0]?.extensions?.messageZh ?? en, en } };
  } catch (error) {
    return { kind: 'refused', why: { zh: '暂时查不到权限，请稍后再试。', en: String(error) } };
  }
}

type Answer = {
  readonly data?: { readonly myRights?: readonly Right[] | null } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly messageZh?: string };
  }[];
};
