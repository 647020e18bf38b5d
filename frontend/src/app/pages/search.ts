/** One text of an address's search part; what else stands there is left out. */
export function text(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
