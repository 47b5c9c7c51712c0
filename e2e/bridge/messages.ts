/** What crosses between the main side and a page, as text of `codec.ts`. */

export type FromPage =
  | { kind: 'invoke'; seq: number; channel: string; args: unknown[] }
  | { kind: 'port'; port: number; data: unknown }

export type ToPage =
  | { kind: 'answer'; seq: number; value: unknown }
  | { kind: 'refusal'; seq: number; message: string }
  | { kind: 'message'; channel: string; args: unknown[]; ports: number[] }
  | { kind: 'port'; port: number; data: unknown }
