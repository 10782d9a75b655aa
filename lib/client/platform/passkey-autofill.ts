/** Whether this browser offers passkeys among what it fills in, and at an address where it has any. */
export async function hasPasskeyAutofill(): Promise<boolean> {
  if (!('PublicKeyCredential' in window)) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}
