/** Stands in for form-data in the bundles: nothing here uploads forms, and axios only asks whether something is one. */
module.exports = class FormData {};
