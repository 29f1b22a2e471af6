import type { ListContext, Listed, ListResourceDefinition } from "../../list-resource";
import type { Listing } from "../../resource";
import type { Attributes, State } from "../../schema";
import type { AnyProvider } from "../runtime";

/** What a list shows, after what its client cannot read. */
export async function* listed<C>(
  provider: AnyProvider<C>,
  list: ListResourceDefinition<Attributes, C>,
  asked: State<Attributes>,
  context: ListContext<C>,
): AsyncGenerator<Listed> {
  const { client, leftOut } = await listingOf(provider, context.client);
  yield* leftOut;
  yield* list.list(asked, { ...context, client });
}

/** The client of lists and of what is written for them. */
export function listingOf<C>(provider: AnyProvider<C>, client: C): Promise<Listing<C>> {
  return provider.listing?.(client) ?? Promise.resolve({ client, leftOut: [] });
}
