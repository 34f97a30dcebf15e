// The rules of html-validate. Whatever is switched off here has its reason beside it.
module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    "attribute-boolean-style": ["error", { style: "empty" }],
    "doctype-style": ["error", { style: "lowercase" }],
    "long-title": "off", // a title is as long as what happened; the rule is a guess at how much search engines show
    "unique-landmark": "off", // it counts what is hidden; axe asks the same of what is shown
  },
};
