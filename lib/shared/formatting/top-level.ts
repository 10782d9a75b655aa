/** Those of countries, by their first letter, as IANA lists them. */
const COUNTRIES =
  /^(?:a[c-gilmoq-uwxz]|b[abd-jmnorstvwyz]|c[acdf-ik-oru-z]|d[ejkmoz]|e[cegerstu]|f[ijkmor]|g[abd-ilmnp-uwy]|h[kmnrtu]|i[del-oq-t]|j[emop]|k[eghimnprwyz]|l[abcikr-vy]|m[acdeghk-z]|n[acefgilopruz]|om|p[ae-hk-nrstwy]|qa|r[eosuw]|s[a-eg-or-vxyz]|t[cdfghj-ortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw])$/;
/** The others that people meet; of the more than a thousand there are, most are words of any text. */
const OTHERS =
  'com org net edu gov mil int info biz pro coop jobs museum app art berlin blog chat cloud club company dev digital email games gmbh guide hamburg help koeln life link live london media music news ngo online page party photos press radio shop site social software space store studio swiss systems tech today tools top travel video wiki wien work world xyz zone рф бел укр срб ελ ею бг';
/** Also how files are called: `notes.md` alone is a file, `notes.md/a` and `www.notes.md` are not. */
const FILE_ENDINGS = 'cc md mk ml mm ms pl pm ps py rs sh so st la do';

const others = new Set(OTHERS.split(' '));
const files = new Set(FILE_ENDINGS.split(' '));

/** Whether addresses end in that, in lower case. */
export function isTopLevelDomain(label: string): boolean {
  return COUNTRIES.test(label) || others.has(label);
}

/** Whether names of files end in that as well, in lower case. */
export function isFileNameEnding(label: string): boolean {
  return files.has(label);
}
