import { createApiClient } from '@/lib/client/transport/api-client';
import { accountApi } from '@/lib/shared/accounts/account-urls';
import type { ProofInput } from '@/lib/shared/accounts/credential-schemas';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';
import type { PrivacyDto } from '@/lib/shared/accounts/privacy';
import type { OwnUserDto } from '@/lib/shared/dto';

const { request } = createApiClient();

/** Calls that only the profile makes, apart from those that come with the first screens. */
export const accountClient = {
  changeEmail: (input: { email: string } & ProofInput) =>
    request<{ user: OwnUserDto; confirm: boolean }>(accountApi.email, {
      method: 'PUT',
      body: input,
    }),

  recoveryCodesLeft: async (): Promise<number> =>
    (await request<{ left: number }>(accountApi.recoveryCodes)).left,

  setHandle: async (input: { handle: string | null }): Promise<OwnUserDto> =>
    (await request<{ user: OwnUserDto }>(accountApi.handle, { method: 'PUT', body: input })).user,

  privacy: async (): Promise<PrivacyDto> =>
    (await request<{ privacy: PrivacyDto }>(accountApi.privacy)).privacy,

  setPrivacy: async (input: Partial<PrivacyDto>): Promise<PrivacyDto> =>
    (
      await request<{ privacy: PrivacyDto }>(accountApi.privacy, {
        method: 'PUT',
        body: input,
      })
    ).privacy,

  makeRecoveryCodes: async (input: ProofInput): Promise<string[]> =>
    (
      await request<{ codes: string[] }>(accountApi.recoveryCodes, {
        method: 'POST',
        body: input,
      })
    ).codes,

  passkeys: async (): Promise<PasskeyDto[]> =>
    (await request<{ passkeys: PasskeyDto[] }>(accountApi.passkeys)).passkeys,

  renamePasskey: (passkeyId: string, name: string) =>
    request<object>(accountApi.passkey(passkeyId), { method: 'PATCH', body: { name } }),

  removePasskey: (passkeyId: string, proof: ProofInput) =>
    request<object>(accountApi.passkey(passkeyId), { method: 'DELETE', body: proof }),

  secondFactor: () => request<{ since: string | null }>(accountApi.secondFactor),

  beginSecondFactor: (proof: ProofInput) =>
    request<{ key: string; uri: string }>(accountApi.secondFactor, { method: 'POST', body: proof }),

  /** Answers the recovery codes that were made with it, if any were. */
  confirmSecondFactor: async (code: string): Promise<string[] | null> => {
    const options = { method: 'PUT' as const, body: { code } };
    return (await request<{ codes: string[] | null }>(accountApi.secondFactor, options)).codes;
  },

  removeSecondFactor: (proof: ProofInput) =>
    request<object>(accountApi.secondFactor, { method: 'DELETE', body: proof }),
};
