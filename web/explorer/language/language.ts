export type Language = 'zh' | 'en';

/** The same said in both. */
export type Bilingual = { readonly [language in Language]: string };

const key = 'tongcha:language';

/**
 * The language of this visit. It never changes under a drawn page: GraphiQL caches the words that it has drawn, so
 * switching draws the page anew.
 */
export const language: Language = localStorage.getItem(key) === 'en' ? 'en' : 'zh';

/** Remembers the other language and opens the page in it; the tabs are kept, the last answer isn't. */
export function switchLanguage(): void {
  localStorage.setItem(key, language === 'zh' ? 'en' : 'zh');
  location.reload();
}

/** The words of this visit's language. */
export function say(zh: string, en: string): string {
  return language === 'zh' ? zh : en;
}
