/** What a person can do with a message of the timeline. */
export interface MessageActions {
  openPhoto: (key: string) => void;
  cancelUpload: (clientId: string) => void;
  retry: (clientId: string) => void;
  edit: (clientId: string) => void;
  discard: (clientId: string) => void;
}
