/** Puts generated text between `<!-- <name>: generated -->` and `<!-- /<name> -->` wherever a file has these marks. */
export function withBlocks(file, text, blocks) {
  const marked = /<!-- ([\w -]+): generated -->\n[\s\S]*?<!-- \/\1 -->/g;
  const opened = text.match(/<!-- [\w -]+: generated -->/g)?.length ?? 0;
  const replaced = text.replace(marked, (_, name) => {
    if (!(name in blocks))
      throw new Error(`${file} has a block "${name}", and there is none: ${Object.keys(blocks).join(", ")}`);
    return `<!-- ${name}: generated -->\n\n${blocks[name].trim()}\n\n<!-- /${name} -->`;
  });
  if (opened !== (text.match(marked)?.length ?? 0))
    throw new Error(`${file} opens a generated block that it does not close`);
  return replaced;
}
