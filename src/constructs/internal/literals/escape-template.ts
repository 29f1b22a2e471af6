/**
 * Terraform evaluates every string of a stack as a template, so `${` and `%{` in a literal are escaped. cdktf's own tokens, which are
 * `${TfToken[…]}` in strings until they are resolved, stay as they are.
 */
export function escapeTemplate(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, () => "$${").replace(/%\{/g, () => "%%{");
}
