# make site builds the site, make test checks everything.
# PYTHON chooses the Python (3.11 or newer) that .venv is made with: make site PYTHON=python3.13

PYTHON ?= python3

.PHONY: site test serve clean

site:
	$(PYTHON) environment.py
	.venv/bin/inv build

test:
	$(PYTHON) environment.py --dev
	.venv/bin/inv test

serve:
	$(PYTHON) environment.py
	.venv/bin/inv serve

clean:
	rm -rf .venv
