const OTHER_ATTRIBUTE = /^([A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+)=(.*)$/s;

/** Of an identifier such as `account.id=acme`, which names somebody by another attribute than the one that identities are of (Vercel). */
export function otherAttribute(identifier: string): { readonly entity: string; readonly value: string } | undefined {
  const [, entity, value] = OTHER_ATTRIBUTE.exec(identifier) ?? [];
  return entity === undefined || value === undefined ? undefined : { entity, value };
}
