import { defineCommand } from "../command/command";
import { bashCompletion } from "../completion/bash";
import { fishCompletion } from "../completion/fish";
import { zshCompletion } from "../completion/zsh";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export const completionCommand = defineCommand({
  name: "completion",
  summary: "print a script that completes flagform's commands and options in a shell",
  about: [
    "bash: add  source <(flagform completion bash)  to ~/.bashrc.",
    "zsh: add  source <(flagform completion zsh)  to ~/.zshrc, after compinit.",
    "fish: run  flagform completion fish > ~/.config/fish/completions/flagform.fish.",
    "flagform must be on PATH: npm install --global flagform, or a shell whose PATH has node_modules/.bin.",
  ],
  arguments: [{ name: "shell", help: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] }],
  run({ arguments: [shell], root, io }) {
    for (const [name, completion] of Object.entries(SHELLS)) if (name === shell) io.out(completion(root));
    return Promise.resolve(0);
  },
});
