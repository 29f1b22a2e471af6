import type * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpAnswer, HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import { optionAnswer } from "./answers";
import type { FlagsmithClient } from "./client";

/** A variant's body, with the value in the column of its type. The server crashes without the first two members. */
export interface OptionBody {
  readonly feature: number;
  readonly default_percentage_allocation: number;
  readonly type?: string;
  readonly key?: string;
}

/** The variants of flags, endpoint by endpoint. Throws HttpError only. */
export class OptionClient {
  constructor(
    private readonly http: HttpClient,
    private readonly client: FlagsmithClient,
  ) {}

  create(project: string, feature: string, body: OptionBody) {
    const path = optionsPath(project, feature);
    const landed = async (): Promise<HttpAnswer | undefined> => {
      const found = (await this.client.list(optionAnswer, path)).find(({ key }) => key === body.key);
      return found && { status: 201, body: found };
    };
    return this.write({ method: "POST", path, body, landed });
  }

  update(project: string, feature: string, option: number, body: OptionBody) {
    return this.write({ method: "PUT", path: `${optionsPath(project, feature)}${option}/`, body, idempotent: true });
  }

  async delete(project: string, feature: string, option: number): Promise<void> {
    await this.http.send({ method: "DELETE", path: `${optionsPath(project, feature)}${option}/` });
  }

  private async write(request: HttpRequest): Promise<z.infer<typeof optionAnswer>> {
    return checked(optionAnswer, request, await this.http.send(request));
  }
}

function optionsPath(project: string, feature: string): string {
  return `/api/v1/projects/${part(project)}/features/${part(feature)}/mv-options/`;
}
