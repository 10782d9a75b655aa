type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Says a number together with what it counts, in the form that goes with it; `#` is the number. */
export function createCounter(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const format = new Intl.NumberFormat(language);
  return (n, forms) => (forms[rules.select(n)] ?? forms.other).replace('#', format.format(n));
}
