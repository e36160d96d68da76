import type { Config } from './config.ts';

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };

export type Conference = DeepReadonly<Config['conference']>;
export type Room = Conference['rooms'][number];
