/** Something before the last @, and a host; the URL parser checks the host. */
const ADDRESS = /^([^\s@"(),:;<>[\]\\\p{C}]+)@([^\s@/:?#\\[\]\p{C}]+)$/u;
const LOCAL_PART_MAX_BYTES = 64;

/**
 * The one form of an e-mail address that an account is kept and found under: lower case, composed
 * letters, the domain as the network knows it (`bücher.example` is `xn--bcher-kva.example`, which is
 * also what browsers make of it in an e-mail field). International names and hosts without a dot are
 * addresses too. Null for what is none.
 */
export function canonicalEmail(text: string): string | null {
  const [, local, domain] = ADDRESS.exec(text.trim().normalize('NFC').toLowerCase()) ?? [];
  if (!local || !domain || /^\.|\.$|\.\./.test(local)) return null;
  if (new TextEncoder().encode(local).length > LOCAL_PART_MAX_BYTES) return null;
  if (!URL.canParse(`http://${domain}`)) return null;
  const { hostname } = new URL(`http://${domain}`);
  const labels = hostname.split('.');
  // A host that ends in digits is a network address, which mail does not go to by itself.
  if (labels.some((label) => !label || label.length > 63 || /^-|-$/.test(label))) return null;
  return /^\d+$/.test(labels.at(-1) ?? '') ? null : `${local}@${hostname}`;
}
