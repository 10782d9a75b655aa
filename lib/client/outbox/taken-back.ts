export interface TakenBack {
  text: string;
  file: File | null;
}
