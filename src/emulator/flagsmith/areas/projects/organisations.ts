import { json } from "../../../wire/server/reply";
import type { Store } from "../../store/store";
import { noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE, READ } from "../../wire/route";
import { time } from "../common";
import { showProject } from "./projects";

/** Organisations: there is one, and it is read-only here. */
export const organisationRoutes: readonly Route[] = [
  {
    template: "/api/v1/organisations/",
    allow: LIST_CREATE,
    limited: "handler",
    handlers: { GET: (request) => page(request, [request.store], showOrganisation) },
  },
  {
    template: "/api/v1/organisations/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        if (request.param("uuid") !== request.store.organisation.uuid) throw noMatch("Organisation");
        return json(showOrganisation(request.store));
      },
    },
  },
  {
    template: "/api/v1/organisations/{organisation}/",
    allow: DETAIL,
    limited: "handler",
    handlers: {
      GET: (request) => {
        checkOrganisation(request);
        return json(showOrganisation(request.store));
      },
    },
  },
  {
    template: "/api/v1/organisations/{organisation}/projects/",
    allow: READ,
    handlers: {
      GET: (request) => {
        checkOrganisation(request);
        return json([...request.store.tables.projects.values()].map(showProject));
      },
    },
  },
];

function checkOrganisation(request: Request): void {
  if (request.id("organisation") !== request.store.organisation.id) throw noMatch("Organisation");
}

function showOrganisation({ organisation }: Store): object {
  return {
    id: organisation.id,
    uuid: organisation.uuid,
    name: organisation.name,
    created_date: time(organisation.createdAt),
    webhook_notification_email: null,
    num_seats: 0,
    subscription: {
      id: organisation.subscription.id,
      has_active_billing_periods: false,
      deleted_at: null,
      uuid: organisation.subscription.uuid,
      subscription_id: null,
      subscription_date: null,
      plan: "enterprise",
      max_seats: 1,
      max_api_calls: 50000,
      cancellation_date: null,
      customer_id: null,
      billing_status: null,
      payment_method: null,
      notes: null,
    },
    role: "ADMIN",
    persist_trait_data: true,
    block_access_to_admin: false,
    restrict_project_create_to_admin: false,
    force_2fa: false,
  };
}
