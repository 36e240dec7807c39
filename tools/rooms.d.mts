/** The types of `rooms.mjs`, which stays plain JavaScript so that any tool can read it. */
export type Room = {
  readonly folder: string;
  readonly mayImport: readonly string[];
  readonly typesOnly?: readonly string[];
  readonly onRequest?: readonly string[];
  readonly packages: readonly string[];
  readonly builtins: readonly string[] | 'all';
  readonly testPackages?: readonly string[];
  readonly why: string;
};

export const ROOMS: Readonly<Record<string, Room>>;
export const PURE_ROOMS: readonly string[];
export const MONEY_ROOMS: readonly string[];
export const ADAPTER_FOLDERS: readonly string[];
export const TEST_PACKAGES: readonly string[];
export const TOOL_PACKAGES: readonly string[];
export const TOOL_DOORS: Readonly<Record<string, string>>;
