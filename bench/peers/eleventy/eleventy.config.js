// The benchmark's site in Eleventy: collections by address and language, and one entry for each page of each list.
import { readFileSync } from "node:fs";

const site = JSON.parse(readFileSync("./site.json", "utf8"));
const PER_PAGE = 12;

function inLanguages(api) {
  const stories = api.getFilteredByGlob("content/*/stories/*.md").sort((one, other) => other.date - one.date);
  return Object.fromEntries(site.languages.map((code) => [code, stories.filter((story) => story.data.lang === code)]));
}

function pagesOf(language, shelf, name, stories) {
  const total = Math.ceil(stories.length / PER_PAGE);
  const address = (code, number) => `/${code}/${shelf}/${number > 1 ? `page/${number}/` : ""}`;
  return Array.from({ length: total }, (_, index) => ({
    language,
    name,
    total,
    number: index + 1,
    url: address(language, index + 1),
    first: index === 0,
    alternates: site.languages.map((code) => ({ code, url: address(code, 1) })),
    newer: index > 0 && address(language, index),
    older: index + 1 < total && address(language, index + 2),
    stories: stories.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
  }));
}

export default function (config) {
  config.addGlobalData("site", site);
  config.addPassthroughCopy("style.css");
  config.addPassthroughCopy("pictures");
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("newest", inLanguages);
  config.addCollection("told", (api) =>
    Object.fromEntries(Object.values(inLanguages(api)).flat().map((story) => [story.url, story])),
  );
  config.addCollection("lists", (api) => {
    const lists = [];
    for (const [language, stories] of Object.entries(inLanguages(api))) {
      lists.push(...pagesOf(language, "stories", site.texts[language].stories, stories));
      for (const kind of ["categories", "countries"]) {
        const shelves = new Map(Object.keys(site.terms[kind]).map((term) => [term, []]));
        for (const story of stories) for (const term of story.data.facts[kind]) shelves.get(term).push(story);
        for (const [term, own] of shelves) {
          lists.push(...pagesOf(language, `${kind}/${term}`, site.terms[kind][term][language], own));
        }
      }
    }
    return lists;
  });
  return {
    dir: { input: "content", includes: "../_includes", output: "output" },
    markdownTemplateEngine: false,
    templateFormats: ["md", "njk"],
  };
}
