import type { ResourceDefinition } from "../../terraform/resource";
import { putting, updating } from "../common/updating";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { definitionRead } from "./definition-read";
import { type environmentDefinitionAttributes, PATHS } from "./environment-definition-attributes";
import { writeUnit } from "./write-unit";

export const definitionWrite = {
  create(planned, context) {
    return putting(definitionRead, planned, context, PATHS, () => writeUnit(planned, null, context));
  },

  update({ prior, planned }, context) {
    return updating(definitionRead, { prior, planned }, context, PATHS, async () => {
      await scopedProject(prior, context.client);
      return writeUnit(planned, prior, context);
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;
