/** The first version that the namespaces of a file name, outermost first; null when none does. */
export function versionIn(namespaces: readonly string[], form: RegExp): string | null {
  for (const namespace of namespaces) {
    const version = form.exec(namespace);
    if (version !== null) return version[0];
  }
  return null;
}
