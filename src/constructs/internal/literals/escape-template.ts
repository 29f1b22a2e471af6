/**
 * Terraform takes every string of a stack for a template, so `${` and `%{` in a literal would be evaluated. cdktf's own tokens,
 * which stand in strings as `${TfToken[…]}` until they are resolved, stay what they are.
 */
export function escapeTemplate(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, () => "$${").replace(/%\{/g, () => "%%{");
}
