import { Lexer, Source, TokenKind } from 'graphql';
import { beyond, fixedLimits, type Limits } from './limits.ts';

/**
 * Counts a document's tokens and how deep its brackets nest, building nothing, so that the parser never meets a document
 * that would exhaust it. Stops at the first token too many. What is not GraphQL is left for the parser to tell.
 */
export function checkTokens(source: string, { maxTokens }: Pick<Limits, 'maxTokens'>): void {
  const lexer = new Lexer(new Source(source));
  let nesting = 0;
  for (let count = 1; ; count += 1) {
    const kind = nextKind(lexer);
    if (kind === undefined || kind === TokenKind.EOF) return;
    if (count > maxTokens) throw beyond('tokens', { limit: maxTokens, got: count });
    if (opening.has(kind)) nesting += 1;
    if (closing.has(kind)) nesting -= 1;
    if (nesting > fixedLimits.nesting) throw beyond('nesting', { limit: fixedLimits.nesting, got: nesting });
  }
}

function nextKind(lexer: Lexer): TokenKind | undefined {
  try {
    return lexer.advance().kind;
  } catch {
    return undefined;
  }
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
