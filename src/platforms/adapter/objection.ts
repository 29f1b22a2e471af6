/**
 * What to do about a refusal that is the configuration's fault: the fields that the platform names, else where to look.
 * `fields`: the platform's names for them, if its answer lists them apart from the message.
 */
export function changeWhatIsRefused(who: string, words: string, fields: readonly string[] = []): string {
  const named = [...new Set(fields.length > 0 ? fields : namesIn(words))].slice(0, MOST_FIELDS);
  if (named.length > 0) {
    const list = named.map((each) => JSON.stringify(each)).join(", ");
    return `Change what is sent as ${list} (${who}'s own name${named.length > 1 ? "s" : ""} for it) in the configuration.`;
  }
  return (
    `${who} does not name the field: check the keys, names and values of this resource against ${who}'s limits, and whether the objects it references ` +
    "exist there. TF_LOG_PROVIDER=DEBUG shows which request was refused."
  );
}

const MOST_FIELDS = 3;

/** Text in quotes or backticks that looks like the name of a field. */
function namesIn(words: string): string[] {
  return [...words.matchAll(/[`"']([A-Za-z_][\w.[\]]{0,60})[`"']/g)].map(([, name = ""]) => name);
}
