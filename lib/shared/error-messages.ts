import type { ErrorCode } from '@/lib/shared/errors';

/** What a person reads when nothing more specific is known. */
export const ERROR_MESSAGE: Record<ErrorCode, string> = {
  bad_request: 'Something in the request is missing or not valid.',
  unauthorized: 'Please sign in.',
  forbidden: 'You are not allowed to do that.',
  not_found: 'That does not exist.',
  conflict: 'That has changed in the meantime.',
  too_large: 'That is too large.',
  unsupported_type: 'That kind of file is not supported.',
  rate_limited: 'Too many requests. Please wait a moment.',
  internal: 'Something went wrong on our side.',
  unavailable: 'The service cannot answer right now. Please try again.',
};

/** Why exactly, where the code alone does not say enough; of images see IMAGE_REFUSALS. */
export const REASON_MESSAGE = {
  wrong_credentials: 'The e-mail address or the password is not right.',
  reset_over: 'This link was used already, is older than an hour, or is not complete.',
  no_person: 'That person does not exist.',
  not_delivered: 'The message was not delivered.',
  not_answered: 'You can write more once they have answered.',
  session_over: 'That session has already ended.',
  sign_up_closed:
    'This server takes no new accounts. If you have one, sign in; if not, ask whoever runs the server.',
  invitation_needed:
    'An invitation link is needed to create an account here. Ask whoever runs this server for one.',
  invitation_over:
    'This invitation has been used, has ended or was taken back. Ask whoever sent it for a new one.',
  cannot_invite: 'Only the administrator of this server can invite people.',
  too_many_invitations: 'You have too many invitation links. Take one back first.',
  busy_images: 'Too many images are coming in. Please try again.',
  image_not_stored: 'The image could not be stored. Please try again.',
  image_store_away: 'The image store cannot be reached. Please try again.',
  file_too_large: 'That file is larger than this server takes.',
  file_quota:
    'Your files take up all the room that this server gives to one person. Delete messages with files to make room.',
  file_disk: 'This server has no room for files right now. Messages without them still go through.',
  file_store_away: 'The file could not be stored. Please try again.',
  upload_gone: 'That upload does not exist any more. Please send the file again.',
  upload_unfinished: 'Not all of that file has been uploaded.',
  not_a_recording: 'That is no recording that browsers can play.',
  busy_sign_in: 'Too many people are signing in right now. Please try again.',
  /** By its author; no answer of the server. */
  cancelled: 'Sending was cancelled.',
  no_import: 'That history does not exist.',
  import_exists:
    'Another history is in this conversation, or is being handed in. Remove that first.',
  import_incomplete: 'Not all of the history has been handed in.',
  import_over: 'That history is not being handed in any more.',
  import_cleared: 'This conversation was cleared: what came before it cannot be shown.',
  import_nothing_before: 'Write a message to each other first.',
  import_retention: 'This server removes old messages, so none can be brought in.',
  no_report: 'That report does not exist.',
  last_administrator: 'Somebody has to administer this server: make another administrator first.',
  own_account: 'Your own account is deleted in your settings.',
  nothing_to_change: 'Nothing to change was named.',
  passwords_off: 'Here one signs in with the provider, not with a password.',
  provider_failed: 'Signing in with the provider did not work. Please try again.',
  provider_no_email:
    'The provider does not confirm an e-mail address of yours, and an account here needs one.',
  sign_in_again: 'Please sign out and in again first, to show that it is you.',
  passkeys_off: 'Here one signs in with the provider, not with a passkey.',
  passkeys_no_name:
    'Passkeys do not work at an address made of numbers. They need one with a name, and https.',
  passkeys_no_https:
    'Passkeys work only at an address that begins with https, and this one does not. Whoever runs this server can change that.',
  passkey_refused:
    'That passkey was not accepted. It may have been removed, or it took too long. Try again, or sign in another way.',
  passkey_not_made: 'The passkey could not be made. Please try again.',
  passkey_exists: 'There is already a passkey of yours on that device.',
  too_many_passkeys: 'You have too many passkeys. Remove one first.',
  last_way_in:
    'That is your only way to sign in. Set up another one first: another passkey, or a password.',
  second_factor_needed: 'Please also enter the code of your authenticator app.',
  second_factor_wrong: 'That code is not right, or was used already.',
  second_factor_on: 'The second step is on already.',
  second_factor_no_password: 'Only a password needs a second step, and this account has none.',
  second_factor_over: 'That took too long. Please begin again.',
  /** By the browser or its owner; no answers of the server. */
  passkey_cancelled: 'No passkey was used: it was cancelled, or it took too long.',
  passkey_unsupported: 'This browser cannot use passkeys here.',
  no_bot: 'That bot does not exist.',
  too_many_bots: 'You have too many bots. Delete one first.',
  bot_refused: 'A bot cannot do that.',
  no_webhook: 'That webhook does not exist.',
  stale: 'That message was changed in the meantime.',
  deleted: 'That message was deleted.',
  foreign: 'That request came from another site.',
  unknown_address:
    'This server does not know the address this page was opened at. Whoever runs it has to set PUBLIC_URL to that address.',
  other_address:
    'This server is set up for another address (PUBLIC_URL). Please open Parley there.',
};

export type Reason = keyof typeof REASON_MESSAGE;
