import { createNumberFormat, createPluralRules } from '@/lib/client/platform/locale';

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Says a number together with what it counts, in the form that goes with it; `#` is the number. */
export function createCounter(language: string): (n: number, forms: Forms) => string {
  const formOf = createPluralRules(language);
  const format = createNumberFormat(language);
  return (n, forms) => (forms[formOf(n)] ?? forms.other).replace('#', format(n));
}
