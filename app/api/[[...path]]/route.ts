import { notFound } from "#lib/errors.ts";
import { publicRoute } from "#lib/http/index.ts";

const unknownRoute = publicRoute({}, () => {
  throw notFound("route");
});

export {
  unknownRoute as DELETE,
  unknownRoute as GET,
  unknownRoute as OPTIONS,
  unknownRoute as PATCH,
  unknownRoute as POST,
  unknownRoute as PUT,
};
