# Print who claims what, and how strongly: the whole answer as one table.
service <- c(commandArgs(trailingOnly = TRUE), "http://127.0.0.1:8000")[1]
question <- "/v1/population.csv?within=ua-pokrovsk-hromada&sort=claimed_on"
figures <- read.csv(paste0(service, question), encoding = "UTF-8", na.strings = "")
said <- paste(figures$claimant_name, figures$text, figures$statement, sep = "\t")
writeLines(said, useBytes = TRUE)
